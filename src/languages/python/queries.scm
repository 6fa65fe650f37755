; Declarations
(class_definition name: (identifier) @name body: (_) @body) @symbol.class
(function_definition name: (identifier) @name body: (_) @body) @symbol.function
(type_alias_statement . (type (identifier) @name)) @symbol.type
(type_alias_statement . (type (generic_type . (identifier) @name))) @symbol.type
(module (expression_statement (assignment left: (identifier) @name) @symbol.variable))
(class_definition body: (block (expression_statement (assignment left: (identifier) @name) @symbol.field)))

(decorated_definition definition: (_) @inner) @decorated
(decorator) @attribute
(class_definition body: (block . (expression_statement . (string) @doc))) @documented
(function_definition body: (block . (expression_statement . (string) @doc))) @documented

; Imports
(import_statement) @import
(import_from_statement) @import

; Not code
(comment) @comment
(string_content) @text
(string_start) @text
(escape_sequence) @text

; Complexity
[(if_statement) (for_statement) (while_statement)] @decision.nest
[(elif_clause) (except_clause) (case_clause) (conditional_expression) (boolean_operator) (for_in_clause) (if_clause) (assert_statement)] @decision
[(try_statement) (with_statement) (match_statement)] @nest
