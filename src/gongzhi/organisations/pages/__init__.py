"""The pages of bodies, of the register, and of what is held about oneself and who looked."""
