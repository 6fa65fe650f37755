; Declarations
(namespace_declaration name: (_) @name body: (_) @body) @symbol.namespace
(file_scoped_namespace_declaration name: (_) @name) @symbol.namespace
(class_declaration name: (_) @name body: (_)? @body) @symbol.class
(record_declaration name: (_) @name body: (_)? @body) @symbol.class
(struct_declaration name: (_) @name body: (_)? @body) @symbol.struct
(interface_declaration name: (_) @name body: (_)? @body) @symbol.interface
(enum_declaration name: (_) @name body: (_) @body) @symbol.enum
(enum_member_declaration name: (_) @name) @symbol.enum_member
(delegate_declaration name: (_) @name) @symbol.type
(method_declaration name: (_) @name body: (_)? @body) @symbol.method
(local_function_statement name: (_) @name body: (_) @body) @symbol.function
(constructor_declaration name: (_) @name body: (_) @body) @symbol.constructor
(property_declaration name: (_) @name) @symbol.property
(event_declaration name: (_) @name) @symbol.field
(event_field_declaration (variable_declaration (variable_declarator . (identifier) @name))) @symbol.field
(field_declaration (variable_declaration (variable_declarator . (identifier) @name))) @symbol.field

(attribute_list) @attribute

; Imports
(using_directive) @import

; Not code
(comment) @comment
[(string_literal) (verbatim_string_literal) (raw_string_literal) (character_literal)] @text
(interpolated_string_expression (string_content) @text)
[(preproc_arg) (preproc_define) (preproc_undef) (preproc_region) (preproc_error) (preproc_warning) (preproc_pragma)] @text
(preproc_if condition: (_) @text)
(preproc_elif condition: (_) @text)

; Complexity
[(if_statement) (for_statement) (foreach_statement) (while_statement) (do_statement)] @decision.nest
(switch_section . "case") @decision
[(switch_expression_arm) (catch_clause) (conditional_expression)] @decision
(binary_expression operator: ["&&" "||" "??"] @decision)
[(switch_statement) (try_statement)] @nest
(if_statement alternative: (if_statement) @flat)
