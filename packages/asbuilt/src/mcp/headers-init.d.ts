/** The MCP SDK's declarations name this type of the DOM, and Node's own declarations (version 20) have everything of fetch but it. */
type HeadersInit = NonNullable<RequestInit['headers']>;
