mod decision;
mod differences;
mod failure;
mod function;
