/*
 * What the MCP server takes from packages. scripts/bundle.mjs makes a file of its own of this module, which is loaded
 * when the server starts: import packages here only.
 */
export { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
export { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
export {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  type Tool as ToolDescription,
} from '@modelcontextprotocol/sdk/types.js';
export { z } from 'zod';
