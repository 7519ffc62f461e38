package voxcrate.engine.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `auto`, `cpu`, `cuda`, `cuda:1`.
final class DeviceConverter implements ITypeConverter<Device> {
  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

  @Override
  public Device convert(String value) {
    if (value.equals("auto")) {
      return new Device.Auto();
    }
    if (value.equals("cpu")) {
      return new Device.Cpu();
    }
    var cuda = CUDA.matcher(value);
    if (cuda.matches()) {
      return new Device.Cuda(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
    }
    throw new TypeConversionException("'" + value + "' is none of auto, cpu, cuda, cuda:N");
  }
}
