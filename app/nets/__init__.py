"""Walking downhill: optimizers, schedules and gradient descent on any graph; layered networks follow."""
