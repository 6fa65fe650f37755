; Keys of the first two levels
(document (object (pair key: (string (string_content) @name) value: [(object) @body (array) @body (string) (number) (true) (false) (null)]) @symbol.key))
(document (object (pair value: (object (pair key: (string (string_content) @name) value: [(object) @body (array) @body (string) (number) (true) (false) (null)]) @symbol.key))))
(comment) @comment
