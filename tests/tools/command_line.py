"""The program's exit codes, refusals and locks, seen from outside: command_line.py PROGRAM."""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import zipfile

PROGRAM = sys.argv[1]


def run(*arguments, **environment):
    return subprocess.run([PROGRAM, *arguments], text=True, capture_output=True, timeout=120,
                          env={**os.environ, **environment}, check=False)


def expect(code, *arguments, says="", **environment):
    done = run(*arguments, **environment)
    text = done.stdout + done.stderr
    name = "surety " + " ".join(arguments)
    if done.returncode != code or says not in text:
        sys.exit(f"{name}: {code} with {says!r} expected, {done.returncode} came:\n{text}")
    if code and done.stderr.count("\n") != 1:
        sys.exit(f"{name}: one line on stderr expected:\n{done.stderr}")
    print(f"  {name} -> {code}")


def start(*arguments, **environment):
    process = subprocess.Popen([PROGRAM, "serve", "--listen", "127.0.0.1:0", *arguments],
                               stdout=subprocess.PIPE, text=True,
                               env={**os.environ, **environment})
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "ready at" not in line:
            continue
        if "--sample" in arguments or environment.get("SURETY_ADMIN_PASSWORD"):
            break
        lines.append(process.stdout.readline())
        break
    else:
        sys.exit(f"not ready: {arguments} {lines}")
    return process, "".join(lines)


def stop(process):
    process.send_signal(signal.SIGTERM)
    process.stdout.close()
    if process.wait(timeout=60) != 0:
        sys.exit("SIGTERM did not end the server with 0")


def usage(folder):
    expect(2, says="--help")
    expect(2, "serve", "--nonsense", says="surety serve --help")
    expect(2, "serve", "--listen", "nowhere", says="HOST:PORT")
    # It stands in the pages' policy: nothing else may be slipped in with it.
    expect(2, "serve", "--ca-roots", "r.pem", "--ca-client", "http://127.0.0.1:1 *",
           says="no http://HOST:PORT")
    expect(2, "serve", "--now", "2025-03-01T00:00:00+08:00", "--data", f"{folder}/n", says="manual")
    expect(0, "--help", says="serve")
    expect(0, "serve", "--help", says="SURETY_LISTEN")
    expect(1, "serve", "--sample", "--listen", "0.0.0.0:0", "--data", f"{folder}/n", says="twice")
    expect(1, "serve", "--sms-gateway", "http://sms.example.cn/", says="https")
    expect(1, "serve", "--sms-gateway", "https://sms.example.cn/", says="SURETY_SMS_KEY",
           SURETY_SMS_KEY="too:short")
    expect(1, "verify", "--data", f"{folder}/none", says="--data")
    expect(1, "clock", "confirm", "--data", f"{folder}/none", says="--data")


def configuration(folder):
    bad = pathlib.Path(folder, "bad.toml")
    bad.write_text('listne = "127.0.0.1:0"\n')
    expect(2, "serve", "--config", str(bad), says="unknown key listne")
    broken = pathlib.Path(folder, "broken.toml")
    broken.write_text("listen = \n")
    expect(1, "serve", "--config", str(broken), says="line 1")
    expect(2, "serve", "--data", f"{folder}/n", says="WHEN", SURETY_LISTEN="WHEN")
    good = pathlib.Path(folder, "good.toml")
    good.write_text(f'data = "{folder}/toml"\nsession_hours = 1\n')
    process, _ = start("--config", str(good), SURETY_ADMIN_PASSWORD="Given-2026")
    stop(process)
    if not pathlib.Path(folder, "toml", "journal").exists():
        sys.exit("the key `data` of the file did not hold")


def locks_and_clocks(folder):
    data = f"{folder}/one"
    process, text = start("--data", data)
    if not re.search(r"one-time password \S{8,}", text):
        sys.exit(f"no one-time password: {text}")
    expect(1, "serve", "--data", data, says=f"in use by process {process.pid}")
    expect(1, "verify", "--data", data, says="in use")
    expect(0, "clock", "confirm", "--data", data, says=str(process.pid))
    stop(process)
    expect(1, "serve", "--data", data, "--clock", "manual", says="manual clock")
    process, text = start("--data", data, SURETY_ADMIN_PASSWORD="Given-2026")
    if "one-time" in text:
        sys.exit("the one-time password was shown twice")
    stop(process)
    expect(0, "verify", "--data", data, says="everything holds")
    expect(0, "verify", "--data", data, "--case", "account/admin", says="account/admin holds")
    expect(1, "verify", "--data", data, "--case", "account/nobody", says="no case")
    expect(1, "verify", "--bundle", f"{folder}/none.zip", says="cannot be read")
    expect(1, "verify", "--bundle", f"{data}/lock", says="--bundle")
    expect(1, "verify", "--data", data, "--seals", f"{folder}/none", says="--seals")
    expect(1, "export-case", "account/nobody", "-o", f"{folder}/a.zip", "--data", data,
           says="no case")
    expect(2, "export-case", "account/admin", "--data", data, says="--out")


def workbook(path, rows):
    """A workbook as plain as one can be: texts in their cells."""
    cells = "".join("<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row)
                    + "</row>" for row in rows)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml",
                      '<workbook xmlns:r="r"><sheets><sheet r:id="a"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="a" '
                      'Target="worksheets/sheet1.xml"/></Relationships>')
        book.writestr("xl/worksheets/sheet1.xml",
                      f"<worksheet><sheetData>{cells}</sheetData></worksheet>")


# proves HLJ-113
def importing(folder):
    table = pathlib.Path(folder, "table.csv")
    table.write_text("项目代码,项目名称,行政区划代码,施工单位,总投资额(万元),备注\n"
                     "T-1,一号楼,230700,11230703001784935X,\"6,100.5\",x\n"
                     "T-2,二号楼,230700,11230703001784935A,100,\n"
                     ",三号楼,230700,11230703001784935X,100,\n", encoding="gb18030")
    process, text = start("--sample", "--data", f"{folder}/import")
    url = re.search(r"http://\S+", text).group()
    call = ("import", "projects", str(table), "--jurisdiction", "230000", "--as", "regulator-hlj",
            "--server", url)
    expect(1, *call, says="SURETY_PASSWORD")
    expect(1, *call, says="lets regulator-hlj not in", SURETY_PASSWORD="wrong")
    expect(0, *call, says="3 rows read: 2 imported, 0 changed, 0 unchanged, 1 flagged, 1 refused",
           SURETY_PASSWORD="Surety-2026")
    expect(0, *call, says="3 rows read: 0 imported, 0 changed, 2 unchanged, 1 flagged, 1 refused",
           SURETY_PASSWORD="Surety-2026")
    refused = pathlib.Path(f"{table}.refused.csv").read_text()
    if "三号楼" not in refused or "/project_code" not in refused or '"4"' not in refused:
        sys.exit(f"the refused row is not in the file beside: {refused}")
    workbook(f"{folder}/table.xlsx",
             [("项目代码", "项目名称", "行政区划代码", "施工单位", "总投资额(万元)"),
              ("T-1", "一号楼", "230700", "11230703001784935X", "6,100.5"),
              ("T-3", "四号楼", "230700", "11230703001784935X", "1")])
    expect(0, "import", "projects", f"{folder}/table.xlsx", *call[3:],
           says="2 rows read: 1 imported, 0 changed, 1 unchanged, 0 flagged, 0 refused",
           SURETY_PASSWORD="Surety-2026")
    stop(process)


def main():
    with tempfile.TemporaryDirectory(prefix="surety-cli-") as folder:
        usage(folder)
        configuration(folder)
        locks_and_clocks(folder)
        importing(folder)
    print("the command line holds")


if __name__ == "__main__":
    main()
