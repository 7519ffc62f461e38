package voxcrate.engine.cli;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `auto`, `cpu`, `cuda`, `cuda:1`, `cuda:0,1`.
final class DeviceConverter implements ITypeConverter<Device> {
  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}(?:,\\d{1,3})*))?");

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
      return new Device.Cuda(numbers(cuda.group(1)));
    }
    throw new TypeConversionException(
        "'" + value + "' is none of auto, cpu, cuda, cuda:N, cuda:N,N");
  }

  private static List<Integer> numbers(@Nullable String list) {
    return list == null
        ? List.of(0)
        : Arrays.stream(list.split(",", -1)).map(Integer::valueOf).distinct().toList();
  }
}
