; Shared by JavaScript, TypeScript and TSX
; Declarations
(function_declaration name: (_) @name body: (_) @body) @symbol.function
(generator_function_declaration name: (_) @name body: (_) @body) @symbol.function
(class_declaration name: (_) @name body: (_) @body) @symbol.class
(method_definition name: (_) @name body: (_) @body) @symbol.method
(lexical_declaration (variable_declarator name: (identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body) (generator_function body: (_) @body)])) @symbol.function
(variable_declaration (variable_declarator name: (identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body) (generator_function body: (_) @body)])) @symbol.function
(lexical_declaration (variable_declarator name: (identifier) @name value: (class body: (_) @body))) @symbol.class
(expression_statement (assignment_expression
  left: (member_expression property: [(property_identifier) (private_property_identifier)] @name)
  right: [(arrow_function body: (_) @body) (function_expression body: (_) @body) (generator_function body: (_) @body)])) @symbol.function
(program (lexical_declaration (variable_declarator name: (identifier) @name)) @symbol.variable)
(program (variable_declaration (variable_declarator name: (identifier) @name)) @symbol.variable)
(program (export_statement (lexical_declaration (variable_declarator name: (identifier) @name)) @symbol.variable))
(program (export_statement (variable_declaration (variable_declarator name: (identifier) @name)) @symbol.variable))

(export_statement declaration: (_) @inner) @export
(export_specifier name: (_) @export.name)
(export_statement value: (identifier) @export.name)
(assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) right: (identifier) @export.name (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) right: (object (shorthand_property_identifier) @export.name) (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression left: (member_expression object: (identifier) @_exports property: (property_identifier) @export.name) (#eq? @_exports "exports"))
(decorator) @attribute

; Imports
(import_statement) @import
(export_statement source: (string)) @import
(call_expression function: (import) arguments: (arguments . (string))) @import
(call_expression function: (identifier) @_callee arguments: (arguments . (string)) (#eq? @_callee "require")) @import

; Not code
(comment) @comment
(string_fragment) @text
(escape_sequence) @text
(regex_pattern) @text
(regex_flags) @text

; Complexity
[(if_statement) (for_statement) (for_in_statement) (while_statement) (do_statement)] @decision.nest
[(switch_case) (catch_clause) (ternary_expression)] @decision
(binary_expression operator: ["&&" "||" "??"] @decision)
[(switch_statement) (try_statement)] @nest
(else_clause (if_statement) @flat)
