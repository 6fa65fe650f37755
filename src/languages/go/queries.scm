; Declarations
(function_declaration name: (_) @name body: (_)? @body) @symbol.function
(method_declaration receiver: (parameter_list (parameter_declaration type: [
  (type_identifier) @owner
  (generic_type type: (type_identifier) @owner)
  (pointer_type [(type_identifier) @owner (generic_type type: (type_identifier) @owner)])
])) name: (_) @name body: (_)? @body) @symbol.method
(type_spec name: (_) @name type: (struct_type (field_declaration_list) @body)) @symbol.struct
(type_spec name: (_) @name type: (interface_type)) @symbol.interface
(type_spec name: (_) @name) @symbol.type
(type_alias name: (_) @name) @symbol.type
(interface_type (method_spec name: (_) @name) @symbol.method)
(field_declaration name: (_) @name) @symbol.field
(source_file (const_declaration (const_spec name: (identifier) @name) @symbol.constant))
(source_file (var_declaration (var_spec name: (identifier) @name) @symbol.variable))

(type_declaration . [(type_spec) (type_alias)] @inner .) @decorated
(const_declaration . (const_spec) @inner .) @decorated
(var_declaration . (var_spec) @inner .) @decorated

; Imports
(import_spec) @import

; Not code
(comment) @comment
(interpreted_string_literal) @text
(raw_string_literal) @text
(rune_literal) @text

; Complexity
[(if_statement) (for_statement)] @decision.nest
[(expression_case) (type_case) (communication_case)] @decision
(binary_expression operator: ["&&" "||"] @decision)
[(expression_switch_statement) (type_switch_statement) (select_statement)] @nest
(if_statement alternative: (if_statement) @flat)
