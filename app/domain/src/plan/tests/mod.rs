mod decision;
mod differences;
mod failure;
