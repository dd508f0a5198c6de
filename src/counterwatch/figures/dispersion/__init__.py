"""How much the values of each week vary: windows, marks, the two rules that read them, their table and their charts."""
