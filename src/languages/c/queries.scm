; Shared by C and C++
; Declarations
(function_definition declarator: [
  (function_declarator declarator: (_) @name)
  (pointer_declarator declarator: (function_declarator declarator: (_) @name))
  (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (_) @name)))
] body: (_) @body) @symbol.function
(struct_specifier name: (_) @name body: (_) @body) @symbol.struct
(union_specifier name: (_) @name body: (_) @body) @symbol.struct
(enum_specifier name: (_) @name body: (_) @body) @symbol.enum
(enumerator name: (_) @name) @symbol.enum_member
(type_definition declarator: [
  (type_identifier) @name
  (pointer_declarator declarator: (type_identifier) @name)
  (array_declarator declarator: (type_identifier) @name)
  (function_declarator declarator: (type_identifier) @name)
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (type_identifier) @name)))
  (pointer_declarator declarator: (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (type_identifier) @name))))
]) @symbol.type
(field_declaration declarator: [
  (field_identifier) @name
  (pointer_declarator declarator: (field_identifier) @name)
  (pointer_declarator declarator: (pointer_declarator declarator: (field_identifier) @name))
  (array_declarator declarator: (field_identifier) @name)
  (array_declarator declarator: (array_declarator declarator: (field_identifier) @name))
  (pointer_declarator declarator: (array_declarator declarator: (field_identifier) @name))
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (field_identifier) @name)))
  (pointer_declarator declarator: (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (field_identifier) @name))))
]) @symbol.field
(preproc_def name: (_) @name) @symbol.macro
(preproc_function_def name: (_) @name) @symbol.macro
(declaration declarator: [
  (function_declarator declarator: (_) @name)
  (pointer_declarator declarator: (function_declarator declarator: (_) @name))
  (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (_) @name)))
]) @symbol.function
(declaration declarator: [
  (identifier) @name
  (pointer_declarator declarator: (identifier) @name)
  (array_declarator declarator: (identifier) @name)
  (array_declarator declarator: (array_declarator declarator: (identifier) @name))
  (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))
  (init_declarator declarator: (identifier) @name value: (_) @body)
  (init_declarator declarator: (pointer_declarator declarator: (identifier) @name) value: (_) @body)
  (init_declarator declarator: (array_declarator declarator: (identifier) @name) value: (_) @body)
  (init_declarator declarator: (array_declarator declarator: (array_declarator declarator: (identifier) @name)) value: (_) @body)
  (init_declarator declarator: (pointer_declarator declarator: (array_declarator declarator: (identifier) @name)) value: (_) @body)
]) @symbol.variable

; Imports
(preproc_include) @import

; Not code
(comment) @comment
[(string_content) (escape_sequence) (char_literal) (system_lib_string)] @text
(preproc_directive) @text

; Complexity
[(if_statement) (for_statement) (while_statement) (do_statement)] @decision.nest
(case_statement "case" @decision)
(conditional_expression) @decision
(binary_expression operator: ["&&" "||"] @decision)
(switch_statement) @nest
(else_clause (if_statement) @flat)
