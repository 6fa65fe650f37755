; Declarations
(function_definition name: (_) @name body: (_) @body) @symbol.function
(program (variable_assignment name: (variable_name) @name) @symbol.variable)
(program (declaration_command (variable_assignment name: (variable_name) @name) @symbol.variable))

; Imports
(command name: (command_name) @_command . argument: (_) (#any-of? @_command "source" ".")) @import

; Not code
(comment) @comment
[(raw_string) (ansi_c_string) (string_content) (heredoc_content) (heredoc_start) (heredoc_end) (regex)] @text
(heredoc_body) @text

; Complexity
[(if_statement) (for_statement) (c_style_for_statement) (while_statement)] @decision.nest
[(elif_clause) (case_item) (ternary_expression)] @decision
(list ["&&" "||"] @decision)
(case_statement) @nest
