"""A receiver of events: receiver.py FOLDER

Prints its address, and writes the headers and the body of each message into FOLDER, as 1.json, 2.json and so on.
"""

import http.server
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
count = 0


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        global count
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        count += 1
        part = folder / f"{count}.part"
        part.write_text(json.dumps({"headers": headers, "body": body}))
        part.rename(folder / f"{count}.json")
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
print(f"http://127.0.0.1:{server.server_port}/hooks", flush=True)
server.serve_forever()
