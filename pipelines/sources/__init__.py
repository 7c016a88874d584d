"""One file per delivery a school receives. A source knows the contract and nothing else."""
