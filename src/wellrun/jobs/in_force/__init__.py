"""The plan in force as somebody sees it: who answers for what, what adds up to what, what is pushed now."""
