const oldest = [22, 17] as const;

/**
 * Ends a program that runs on too old a Node with one sentence. To be called before anything is imported that needs a
 * newer one.
 */
export function requireNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) {
    return;
  }
  process.stderr.write(
    `This is Node ${process.versions.node}; Palimpsest needs ${oldest.join('.')} or later. In the repository npm scripts bring it: npm start.\n`,
  );
  process.exit(1);
}
