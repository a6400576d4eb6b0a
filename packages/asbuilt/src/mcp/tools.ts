import type { Tool } from './tool.ts';
import { checkTool } from './tools/check.ts';
import { coverageTool } from './tools/coverage.ts';
import { explainTool } from './tools/explain.ts';
import { guardTool } from './tools/guard.ts';
import { modelTool } from './tools/model.ts';
import { simulateTool } from './tools/simulate.ts';

/** Every tool, in the order in which agents are told about them. */
export const tools: readonly Tool[] = [checkTool, modelTool, coverageTool, explainTool, guardTool, simulateTool];
