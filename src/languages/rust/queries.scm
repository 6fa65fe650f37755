; Declarations
(function_item name: (_) @name body: (_) @body) @symbol.function
(function_signature_item name: (_) @name) @symbol.function
(struct_item name: (_) @name body: (_)? @body) @symbol.struct
(union_item name: (_) @name body: (_) @body) @symbol.struct
(enum_item name: (_) @name body: (_) @body) @symbol.enum
(enum_variant name: (_) @name) @symbol.enum_member
(trait_item name: (_) @name body: (_) @body) @symbol.trait
(impl_item type: [
  (type_identifier) @name
  (generic_type type: [(type_identifier) @name (scoped_type_identifier name: (_) @name)])
  (scoped_type_identifier name: (_) @name)
  (reference_type type: [(type_identifier) @name (generic_type type: (type_identifier) @name)])
] body: (_) @body) @symbol.impl
(mod_item name: (_) @name body: (_) @body) @symbol.module
(type_item name: (_) @name) @symbol.type
(associated_type name: (_) @name) @symbol.type
(macro_definition name: (_) @name) @symbol.macro
(const_item name: (_) @name) @symbol.constant
(static_item name: (_) @name) @symbol.constant
(field_declaration name: (_) @name) @symbol.field

[(attribute_item) (inner_attribute_item)] @attribute

; Imports
(source_file (use_declaration) @import)
(block (use_declaration) @import)
(mod_item body: (declaration_list (use_declaration) @import.inner))
(mod_item name: (_) ";") @import

; Not code
[(line_comment) (block_comment)] @comment
[(string_literal) (raw_string_literal) (char_literal)] @text

; Complexity
[(if_expression) (for_expression) (while_expression) (loop_expression)] @decision.nest
(match_arm) @decision
(try_expression) @decision
(binary_expression operator: ["&&" "||"] @decision)
(match_expression) @nest
(else_clause (if_expression) @flat)
(let_declaration alternative: (_)) @decision
