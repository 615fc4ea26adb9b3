"""What a profile shows of a company, person, model or investor, and the directory of all."""
