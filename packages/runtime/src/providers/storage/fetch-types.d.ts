/** The declarations of aws4fetch name these types of the DOM, and Node's own declarations (version 20) have everything of fetch but them. */
type HeadersInit = NonNullable<RequestInit['headers']>;
type BodyInit = NonNullable<RequestInit['body']>;
