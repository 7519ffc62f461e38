package voxcrate.engine.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import voxcrate.cli.Program;
import voxcrate.engine.Voxcrate;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// What one run of the program said.
record EngineRun(int status, String out, String err) {
  static EngineRun of(Object... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    int status = Program.run(new Voxcrate(), new PrintWriter(out), new PrintWriter(err), texts);
    return new EngineRun(status, out.toString(), err.toString());
  }

  Json.Obj json() {
    return (Json.Obj) JsonReader.read(out);
  }
}
