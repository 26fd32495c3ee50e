import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

// What the compiler leaves alone of a build: brings the database's functions to where the program reads them, and takes away
// what has no source any more. Builds may run at the same time, beside programs that read: a file is there whole, or is not
// touched.
const [from, to] = ['src', 'dist'];

for (const copy of globSync(`${to}/src/**/*.sql`)) {
  if (!existsSync(copy.slice(to.length + 1))) rmSync(copy, { force: true });
}
for (const compiled of globSync(`${to}/migrations/*`)) {
  const source = compiled.slice(to.length + 1).replace(/\.js(\.map)?$/, '.ts');
  if (!existsSync(source)) rmSync(compiled, { recursive: true, force: true });
}
for (const file of globSync(`${from}/**/*.sql`)) {
  const copy = `${to}/${file}`;
  if (existsSync(copy) && readFileSync(copy).equals(readFileSync(file))) continue;
  mkdirSync(dirname(copy), { recursive: true });
  const whole = `${copy}.${process.pid}`;
  copyFileSync(file, whole);
  renameSync(whole, copy);
}
