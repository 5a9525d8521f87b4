//! The ports against a running stand-in.
