package voxcrate.bundler.convert.refusal;

import java.io.IOException;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// The ways a model is refused, each with its message.
///
/// `file` is always what the operator would call it: the checkpoint's path, or a path inside it.
public final class Refusal {
  private static final String FETCH_AGAIN =
      "fetch the model again: voxcrate-bundler fetch compares it with its published digest";
  private static final String DO_NOT_USE =
      "do not open this file with Python tools; tell whoever gave it to you";

  private static final int MAX_FOUND_CHARACTERS = 300;

  private Refusal() {}

  /// A checkpoint in a form that is not read.
  public static ToolException form(String file, String found) {
    return new ToolException(
        Problem.of(
                ConvertCode.FORM_NOT_SUPPORTED,
                "the checkpoint has a form that cannot be converted",
                "reading " + file,
                printable(found),
                "save the checkpoint again with a current torch (2.x writes the zip form)",
                FETCH_AGAIN)
            .expecting(
                "safetensors, or a zip container as torch.save has written since version 1.6"));
  }

  /// The zip container breaks a rule: damaged, or made to deceive.
  public static ToolException container(String file, String found) {
    return new ToolException(
        Problem.of(
            ConvertCode.BROKEN_CONTAINER,
            "the checkpoint's container is damaged or hostile",
            "reading the zip container of " + file,
            printable(found),
            FETCH_AGAIN));
  }

  /// An opcode or a global outside the allow-list: such a pickle could run code elsewhere.
  public static ToolException forbidden(String file, String found) {
    return new ToolException(
        Problem.of(
                ConvertCode.FORBIDDEN_PICKLE,
                "the checkpoint asks for more than data",
                "reading the pickle of " + file,
                printable(found) + "; nothing in it was executed",
                DO_NOT_USE,
                FETCH_AGAIN)
            .expecting("plain data, and only the classes that published speech models name"));
  }

  /// The pickle is cut short, contradicts itself, or would need unreasonable space.
  public static ToolException malformed(String file, String found) {
    return new ToolException(
        Problem.of(
            ConvertCode.MALFORMED_PICKLE,
            "the checkpoint's pickle is damaged",
            "reading the pickle of " + file,
            printable(found) + "; nothing in it was executed",
            FETCH_AGAIN));
  }

  /// An index of weights in several files that names what is not there, or what is elsewhere.
  public static ToolException index(String file, String found) {
    return new ToolException(
        Problem.of(
            ConvertCode.BROKEN_SAFETENSORS,
            "the index of the model's weights does not fit them",
            "reading " + file,
            printable(found),
            FETCH_AGAIN));
  }

  /// A safetensors file that breaks a rule of the format.
  public static ToolException safetensors(String file, String found) {
    return new ToolException(
        Problem.of(
            ConvertCode.BROKEN_SAFETENSORS,
            "the safetensors file is damaged or hostile",
            "reading the header of " + file,
            printable(found),
            FETCH_AGAIN));
  }

  /// A NumPy array that breaks a rule of the format, or is of a kind that is not read.
  public static ToolException array(String file, String name, String found) {
    return new ToolException(
        Problem.of(
                ConvertCode.BROKEN_ARRAY,
                "a NumPy array cannot be used",
                "reading the array '" + printable(name) + "' of " + file,
                printable(found),
                FETCH_AGAIN)
            .expecting("32- or 64-bit floats or 64-bit integers, little-endian, all finite"));
  }

  /// An ONNX file of others that breaks a rule of the format, or does not hold its weights.
  public static ToolException graph(String file, String found) {
    return new ToolException(
        Problem.of(
            ConvertCode.BROKEN_GRAPH,
            "the ONNX file is damaged or hostile",
            "reading the weights of " + file,
            printable(found) + "; nothing in it was run",
            FETCH_AGAIN));
  }

  /// A name from a hostile file goes to a terminal: no character that moves or hides others.
  public static String printable(String found) {
    var start = found.substring(0, Math.min(found.length(), MAX_FOUND_CHARACTERS));
    return start.replaceAll("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}]", "?");
  }

  /// A tensor whose description does not fit its bytes.
  public static ToolException tensor(String file, String found) {
    return new ToolException(
        Problem.of(
            ConvertCode.BAD_TENSOR,
            "a tensor of the checkpoint does not fit its bytes",
            "reading the tensors of " + file,
            printable(found),
            FETCH_AGAIN));
  }

  /// Readable, but no network that is known here.
  public static ToolException architecture(String model, String found) {
    return new ToolException(
        Problem.of(
                ConvertCode.UNKNOWN_ARCHITECTURE,
                "this model cannot be converted",
                "recognising " + model,
                printable(found),
                "use one of the models that voxcrate-bundler recipes lists, or one fine-tuned"
                    + " from it")
            .expecting(
                "PyanNet (segmentation), WeSpeaker ResNet34 (embedding), wav2vec 2.0 with a CTC"
                    + " head (alignment), Whisper (transcription), or Silero (voice activity)"));
  }

  /// A configuration cannot be read, or says what the engine cannot do.
  public static ToolException configuration(String file, String found) {
    return new ToolException(
        Problem.of(
            ConvertCode.BAD_CONFIGURATION,
            "the model's configuration cannot be used",
            "reading " + file,
            printable(found),
            "compare the file with the published one: voxcrate-bundler fetch"));
  }

  public static ToolException parity(String model, String found, String expected) {
    return new ToolException(
        Problem.of(
                ConvertCode.PARITY_FAILED,
                "the converted model does not compute what the original does",
                "comparing the converted " + model + " with the reference",
                printable(found),
                "nothing was written; keep the checkpoint and this message for your supplier",
                FETCH_AGAIN)
            .expecting(expected));
  }

  public static ToolException unreadable(String file, IOException cause) {
    return new ToolException(
        Problem.of(
            ConvertCode.FOLDER_UNREADABLE,
            "a file of the model cannot be read",
            "reading " + file,
            String.valueOf(cause.getMessage()),
            "check the path, the rights and the disk"),
        cause);
  }

  /// The folder given holds nothing to convert.
  public static ToolException emptyFolder(String folder) {
    return new ToolException(
        Problem.of(
                ConvertCode.FOLDER_UNREADABLE,
                "the folder holds no model",
                "looking for a model in " + folder,
                "neither weights nor a config.yaml that describes a pipeline",
                "give the folder that holds the weights itself, not the one above it")
            .expecting(
                "pytorch_model.bin or model.safetensors, or several such files with their index,"
                    + " and their config.json; a checkpoint of OpenAI (NAME.pt), Silero's weights"
                    + " or its ONNX file, or the config.yaml of a pipeline"));
  }

  public static ToolException unwritable(String file, IOException cause) {
    return new ToolException(
        Problem.of(
            ConvertCode.OUTPUT_NOT_WRITTEN,
            "the converted model could not be written",
            "writing " + file,
            String.valueOf(cause.getMessage()),
            "check that the folder is writable and the disk has room, then convert again"),
        cause);
  }
}
