import { posix } from 'node:path';

/** Which files each file imports, types included. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** The file that a relative import means, if it is among these. */
export function resolveImport(file: string, path: string, files: ReadonlySet<string>): string | undefined {
  if (!path.startsWith('.')) return undefined;
  const target = posix.join(posix.dirname(file), path);
  const candidates = [target, `${target}.ts`, `${target}/index.ts`, target.replace(/\.([cm]?)js$/, '.$1ts')];
  return candidates.find((candidate) => files.has(candidate));
}

/** Groups of files each of which imports, directly or over others, every other of its group (Tarjan's algorithm). */
export function circlesIn(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): number => {
    const at = order.size;
    order.set(file, at);
    lowest.set(file, at);
    open.push(file);
    for (const next of graph.get(file) ?? []) {
      const seen = order.has(next) ? (open.includes(next) ? order.get(next) : undefined) : visit(next);
      if (seen !== undefined) lowest.set(file, Math.min(lowest.get(file) as number, seen));
    }
    if (lowest.get(file) === at) {
      const group = open.splice(open.indexOf(file)).sort();
      if (group.length > 1 || graph.get(file)?.includes(file)) circles.push(group);
    }
    return lowest.get(file) as number;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return circles;
}
