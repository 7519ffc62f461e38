// Asks the hub's own JavaScript client to do one thing; what came of it is the only line on
// standard output.
//
// list REPOSITORY | download REPOSITORY FILE TARGET | snapshot REPOSITORY FOLDER
// 0 done, 3 refused. The client is found in the folder that HUB_CLIENT names; HF_ENDPOINT and
// HF_TOKEN are what they are to the client itself.
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const home = process.env.HUB_CLIENT;
const entry = createRequire(join(home, "index.js")).resolve("@huggingface/hub");
const module = await import(pathToFileURL(entry));
const hub = module.default ?? module;

async function ask(what, repo, ...rest) {
  const common = {
    repo,
    hubUrl: process.env.HF_ENDPOINT,
    ...(process.env.HF_TOKEN ? { accessToken: process.env.HF_TOKEN } : {}),
  };
  switch (what) {
    case "list": {
      const paths = [];
      for await (const file of hub.listFiles({ ...common, recursive: true })) {
        if (file.type === "file") paths.push(`${file.path}:${file.size}`);
      }
      return paths.sort().join(" ");
    }
    case "download": {
      const [path, target] = rest;
      const blob = await hub.downloadFile({ ...common, path });
      await writeFile(target, Buffer.from(await blob.arrayBuffer()));
      return "downloaded";
    }
    case "snapshot":
      return await hub.snapshotDownload({ ...common, cacheDir: rest[0] });
    default:
      throw new Error(`unknown: ${what}`);
  }
}

// The client tells its progress on standard output, which is ours.
console.log = console.info = console.debug = console.error;
const answer = (text) => process.stdout.write(`${text}\n`);

try {
  answer(await ask(...process.argv.slice(2)));
} catch (error) {
  if (error.statusCode === undefined) throw error;
  answer(`${error.constructor.name} ${error.statusCode}`);
  process.exitCode = 3;
}
