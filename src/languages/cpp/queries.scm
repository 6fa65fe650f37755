(function_definition declarator: (reference_declarator (function_declarator declarator: (_) @name)) body: (_) @body) @symbol.function
(function_definition declarator: (function_declarator declarator: (_) @name)) @symbol.function
(class_specifier name: [(type_identifier) @name (template_type name: (type_identifier) @name) (qualified_identifier name: (type_identifier) @name)] body: (_) @body) @symbol.class
(struct_specifier name: [(template_type name: (type_identifier) @name) (qualified_identifier name: (type_identifier) @name)] body: (_) @body) @symbol.struct
(namespace_definition name: (_) @name body: (_) @body) @symbol.namespace
(alias_declaration name: (_) @name) @symbol.type
(concept_definition name: (_) @name) @symbol.type
(field_declaration declarator: [
  (function_declarator declarator: [(field_identifier) (operator_name)] @name)
  (pointer_declarator declarator: (function_declarator declarator: (field_identifier) @name))
  (reference_declarator (function_declarator declarator: [(field_identifier) (operator_name)] @name))
]) @symbol.method
(field_declaration declarator: (reference_declarator (field_identifier) @name)) @symbol.field
(declaration declarator: (reference_declarator (function_declarator declarator: (_) @name))) @symbol.function
(declaration declarator: [(reference_declarator (identifier) @name) (init_declarator declarator: (reference_declarator (identifier) @name) value: (_) @body)]) @symbol.variable

(template_declaration [(class_specifier) (struct_specifier) (function_definition) (declaration) (alias_declaration) (concept_definition)] @inner) @decorated
[(attribute_declaration)] @attribute
[(raw_string_content) (literal_suffix)] @text
[(for_range_loop)] @decision.nest
(catch_clause) @decision
(try_statement) @nest
