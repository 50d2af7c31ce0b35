"""log → findings: the form of each record, the rules of the log; and tables by their schemas."""
