"""The ISCN Online Advisory Programme: a case, its advisors, advice that is followed."""
