// Speaks HTTP/2 over TLS on loopback, as GitHub Pages does, and has a plain server answer.
//
//     node http2_front.mjs ADDRESS KEY CERTIFICATE
//
// prints its port once it listens.

import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createSecureServer } from "node:http2";

const [address, key, certificate] = process.argv.slice(2);
// What speaks of a connection of HTTP/1.1 has no place in HTTP/2 (RFC 9113, 8.2.2).
const CONNECTION = ["connection", "keep-alive", "transfer-encoding"];

createSecureServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (asked, answer) => {
  request(new URL(asked.url, address), { headers: { accept: asked.headers.accept ?? "*/*" } }, (found) => {
    for (const name of CONNECTION) delete found.headers[name];
    answer.writeHead(found.statusCode, found.headers);
    found.pipe(answer);
  }).end();
}).listen(0, "127.0.0.1", function () {
  console.log(this.address().port);
});
