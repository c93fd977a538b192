"""Tables of Statistics Netherlands over the network: OData version 4 and version 3."""
