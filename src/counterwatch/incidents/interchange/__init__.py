"""A casebook for partners and other programs: a module that holds `write` is a format, called as the module is."""
