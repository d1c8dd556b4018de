"""The twelve sections of an application, one file each: the questions, and the items checked."""
