; Declarations
(class_declaration name: (_) @name body: (_) @body) @symbol.class
(record_declaration name: (_) @name body: (_) @body) @symbol.class
(interface_declaration name: (_) @name body: (_) @body) @symbol.interface
(annotation_type_declaration name: (_) @name body: (_) @body) @symbol.interface
(enum_declaration name: (_) @name body: (_) @body) @symbol.enum
(enum_constant name: (_) @name) @symbol.enum_member
(method_declaration name: (_) @name body: (_)? @body) @symbol.method
(annotation_type_element_declaration name: (_) @name) @symbol.method
(constructor_declaration name: (_) @name body: (_) @body) @symbol.constructor
(compact_constructor_declaration name: (_) @name body: (_) @body) @symbol.constructor
(field_declaration declarator: (variable_declarator name: (_) @name)) @symbol.field
(constant_declaration declarator: (variable_declarator name: (_) @name)) @symbol.constant

[(marker_annotation) (annotation)] @attribute

; Imports
(import_declaration) @import

; Not code
[(line_comment) (block_comment)] @comment
[(string_fragment) (multiline_string_fragment) (escape_sequence) (character_literal)] @text

; Complexity
[(if_statement) (for_statement) (enhanced_for_statement) (while_statement) (do_statement)] @decision.nest
[(catch_clause) (ternary_expression)] @decision
(switch_label "case" @decision)
(binary_expression operator: ["&&" "||"] @decision)
[(switch_expression) (try_statement) (try_with_resources_statement)] @nest
(if_statement alternative: (if_statement) @flat)
