(abstract_class_declaration name: (_) @name body: (_) @body) @symbol.class
(interface_declaration name: (_) @name body: (_) @body) @symbol.interface
(type_alias_declaration name: (_) @name) @symbol.type
(enum_declaration name: (_) @name body: (_) @body) @symbol.enum
(enum_body name: (_) @name @symbol.enum_member)
(enum_body (enum_assignment name: (_) @name) @symbol.enum_member)
(internal_module name: (_) @name body: (_) @body) @symbol.namespace
(module name: (_) @name body: (_) @body) @symbol.module
(function_signature name: (_) @name) @symbol.function
(abstract_method_signature name: (_) @name) @symbol.method
(method_signature name: (_) @name) @symbol.method
(property_signature name: (_) @name) @symbol.property
(public_field_definition name: (_) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @symbol.method
(public_field_definition name: (_) @name) @symbol.field
(ambient_declaration (_) @inner) @decorated
