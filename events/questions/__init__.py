"""Questions an organiser asks those who register, their answers, and what people need to take part."""
