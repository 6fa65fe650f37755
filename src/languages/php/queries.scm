; Declarations
(namespace_definition name: (_) @name) @symbol.namespace
(class_declaration name: (_) @name body: (_) @body) @symbol.class
(interface_declaration name: (_) @name body: (_) @body) @symbol.interface
(trait_declaration name: (_) @name body: (_) @body) @symbol.trait
(enum_declaration name: (_) @name body: (_) @body) @symbol.enum
(enum_case name: (_) @name) @symbol.enum_member
(function_definition name: (_) @name body: (_) @body) @symbol.function
(method_declaration name: (_) @name body: (_)? @body) @symbol.method
(const_declaration (const_element . (name) @name)) @symbol.constant
(property_declaration (property_element . (variable_name (name) @name))) @symbol.property
(property_promotion_parameter name: (variable_name (name) @name)) @symbol.property

(attribute_list) @attribute

; Imports
(namespace_use_declaration) @import
[(require_expression) (require_once_expression) (include_expression) (include_once_expression)] @import

; Not code
(comment) @comment
[(string_content) (escape_sequence) (nowdoc_string) (heredoc_start) (heredoc_end) (text) (php_tag)] @text

; Complexity
[(if_statement) (for_statement) (foreach_statement) (while_statement) (do_statement)] @decision.nest
[(else_if_clause) (case_statement) (match_conditional_expression) (catch_clause) (conditional_expression)] @decision
(binary_expression operator: ["&&" "||" "and" "or" "??"] @decision)
[(switch_statement) (try_statement) (match_expression)] @nest
(else_clause (if_statement) @flat)
