"""What a Django project gets by following the Channels tutorial: the server ours is compared with."""
