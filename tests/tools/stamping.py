"""Anchors of one's own for tests: an RFC 3161 authority made of `openssl ts`, and an endpoint that
keeps what it is handed."""
import http.server
import json
import pathlib
import subprocess
import threading

CONFIGURATION = """
[tsa]
default_tsa = authority
[authority]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/root.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
"""


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def make_authority(folder):
    """Its root in root.pem; the stamps are signed by a certificate of it."""
    folder.mkdir()
    (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder))
    (folder / "serial").write_text("01\n")
    (folder / "ext").write_text("extendedKeyUsage=critical,timeStamping\n")
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Root", "-days", "30",
            "-keyout", f"{folder}/root.key", "-out", f"{folder}/root.pem")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Stamps",
            "-keyout", f"{folder}/tsa.key", "-out", f"{folder}/tsa.csr")
    openssl("x509", "-req", "-in", f"{folder}/tsa.csr", "-CA", f"{folder}/root.pem",
            "-CAkey", f"{folder}/root.key", "-CAcreateserial", "-days", "30",
            "-extfile", f"{folder}/ext", "-out", f"{folder}/tsa.pem")


class Anchors(http.server.ThreadingHTTPServer):
    """/stamps answers time-stamp queries, /seals keeps what it gets in `handed`."""

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), Asked)
        self.folder, self.handed = pathlib.Path(folder), []
        make_authority(self.folder)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path):
        return f"http://127.0.0.1:{self.server_port}/{path}"


class Asked(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/stamps":
            answer, kind = self.stamp(body), "application/timestamp-reply"
        else:
            self.server.handed.append(json.loads(body))
            answer, kind = b'{"kept": true}', "application/json"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def stamp(self, query):
        folder = self.server.folder
        (folder / "query").write_bytes(query)
        openssl("ts", "-reply", "-config", f"{folder}/tsa.cnf", "-queryfile", f"{folder}/query",
                "-out", f"{folder}/reply")
        return (folder / "reply").read_bytes()

    def log_message(self, *_):
        pass
