"""A casebook as pictures: incidents in, Vega-Lite charts out. Each has its table among the attachments of a finding."""
