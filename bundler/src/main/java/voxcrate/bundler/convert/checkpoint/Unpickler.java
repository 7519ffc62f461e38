package voxcrate.bundler.convert.checkpoint;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import voxcrate.bundler.convert.checkpoint.PickleValue.Flag;
import voxcrate.bundler.convert.checkpoint.PickleValue.Global;
import voxcrate.bundler.convert.checkpoint.PickleValue.Inert;
import voxcrate.bundler.convert.checkpoint.PickleValue.Mapping;
import voxcrate.bundler.convert.checkpoint.PickleValue.Nothing;
import voxcrate.bundler.convert.checkpoint.PickleValue.Real;
import voxcrate.bundler.convert.checkpoint.PickleValue.Sequence;
import voxcrate.bundler.convert.checkpoint.PickleValue.StorageRef;
import voxcrate.bundler.convert.checkpoint.PickleValue.Text;
import voxcrate.bundler.convert.checkpoint.PickleValue.Whole;
import voxcrate.bundler.convert.refusal.Refusal;

/// Reads a pickle as data.
///
/// A pickle is a program for a small stack machine whose REDUCE opcode calls whatever the pickle
/// names. This reader knows the opcodes that torch's checkpoints consist of (protocols 2 to 4) and
/// the globals of [StandIn]; REDUCE builds plain values, and everything else is refused by name. It
/// loads no class, calls nothing, and is bounded: the pickle's size, the number of values it makes
/// and their nesting.
final class Unpickler {
  /// Lightning checkpoints with optimizer states stay below 1 MiB.
  static final int MAX_PICKLE_BYTES = 8 << 20;

  private static final int MAX_VALUES = 1_000_000;
  private static final int MAX_MEMO = 1_000_000;

  private final PickleInput in;
  private final PickleStack stack;
  private final Constructor constructor;
  private final Map<Integer, PickleValue> memo = new HashMap<>();
  private final String file;
  private int values;

  private Unpickler(byte[] pickle, String file) {
    this.file = file;
    this.in = new PickleInput(pickle, file);
    this.stack = new PickleStack(file);
    this.constructor = new Constructor(file);
  }

  /// The one value that the pickle holds, free of cycles.
  ///
  /// @param file how the operator would call it
  static PickleValue read(byte[] pickle, String file) {
    if (pickle.length > MAX_PICKLE_BYTES) {
      throw Refusal.malformed(file, "a pickle of " + pickle.length + " bytes is too large");
    }
    var value = new Unpickler(pickle, file).run();
    Nesting.check(value, file);
    return value;
  }

  private PickleValue run() {
    if (next() != Opcode.PROTO) {
      throw Refusal.malformed(file, "it does not begin with its protocol's version");
    }
    checkProtocol(in.unsignedByte());
    for (var opcode = next(); opcode != Opcode.STOP; opcode = next()) {
      execute(opcode);
    }
    var value = stack.pop();
    if (!stack.isEmpty() || !in.atEnd()) {
      throw Refusal.malformed(file, "something is left over after its end");
    }
    return value;
  }

  private Opcode next() {
    int at = in.position();
    int code = in.unsignedByte();
    return Opcode.of(code)
        .orElseThrow(
            () ->
                Refusal.malformed(
                    file, String.format(Locale.ROOT, "0x%02x at byte %d is no opcode", code, at)));
  }

  private void execute(Opcode opcode) {
    switch (opcode) {
      case FRAME -> in.signedLong(); // its length only helps readers that buffer
      case NONE -> push(new Nothing());
      case NEWTRUE -> push(new Flag(true));
      case NEWFALSE -> push(new Flag(false));
      case BININT -> push(new Whole(in.signedInt()));
      case BININT1 -> push(new Whole(in.unsignedByte()));
      case BININT2 -> push(new Whole(in.unsignedShort()));
      case LONG1 -> push(new Whole(in.integer(in.unsignedByte())));
      case BINFLOAT -> push(new Real(in.bigEndianDouble()));
      case BINUNICODE -> push(new Text(in.text(in.unsignedInt())));
      case SHORT_BINUNICODE -> push(new Text(in.text(in.unsignedByte())));
      case BINUNICODE8 -> push(new Text(in.text(in.signedLong())));
      case EMPTY_LIST -> push(Sequence.list());
      case EMPTY_DICT -> push(new Mapping());
      case EMPTY_TUPLE -> push(Sequence.tuple(List.of()));
      case TUPLE1 -> push(Sequence.tuple(stack.pop(1)));
      case TUPLE2 -> push(Sequence.tuple(stack.pop(2)));
      case TUPLE3 -> push(Sequence.tuple(stack.pop(3)));
      case TUPLE -> push(Sequence.tuple(stack.popToMark()));
      case MARK -> mark();
      case APPEND -> append(stack.pop(1));
      case APPENDS -> append(stack.popToMark());
      case SETITEM -> putAll(stack.pop(2));
      case SETITEMS -> putAll(stack.popToMark());
      case BINPUT -> remember(in.unsignedByte());
      case LONG_BINPUT -> remember(in.signedInt());
      case MEMOIZE -> remember(memo.size());
      case BINGET -> recall(in.unsignedByte());
      case LONG_BINGET -> recall(in.signedInt());
      case GLOBAL -> push(global(in.globalName()));
      case STACK_GLOBAL -> push(stackGlobal(stack.pop(2)));
      case BINPERSID -> push(storage(stack.pop()));
      case REDUCE, NEWOBJ -> construct(stack.pop(2));
      case BUILD -> build(stack.pop());
      case PROTO, STOP -> throw Refusal.malformed(file, opcode + " in the middle of it");
      case POP, POP_MARK, DUP, FLOAT, INT, LONG, LONG4, PERSID, GET, PUT -> refuse(opcode);
      case STRING, BINSTRING, SHORT_BINSTRING, UNICODE, BINBYTES, SHORT_BINBYTES -> refuse(opcode);
      case BINBYTES8, BYTEARRAY8, NEXT_BUFFER, READONLY_BUFFER -> refuse(opcode);
      case DICT, LIST, EMPTY_SET, ADDITEMS, FROZENSET -> refuse(opcode);
      case INST, OBJ, NEWOBJ_EX, EXT1, EXT2, EXT4 -> refuse(opcode);
    }
  }

  private void checkProtocol(int version) {
    if (version < 2 || version > 4) {
      throw Refusal.malformed(file, "pickle protocol " + version + " is not read, only 2 to 4");
    }
  }

  private void push(PickleValue value) {
    countOne();
    stack.push(value);
  }

  private void mark() {
    countOne();
    stack.mark();
  }

  private void countOne() {
    if (++values > MAX_VALUES) {
      throw Refusal.malformed(file, "more than " + MAX_VALUES + " values");
    }
  }

  private void remember(int place) {
    if (place < 0 || memo.size() >= MAX_MEMO) {
      throw Refusal.malformed(file, "its memo is too large");
    }
    memo.put(place, stack.top());
  }

  private void recall(int place) {
    var value = memo.get(place);
    if (value == null) {
      throw Refusal.malformed(file, "it refers to memo " + place + ", which was never set");
    }
    push(value);
  }

  private void append(List<PickleValue> items) {
    if (!(stack.top() instanceof Sequence list) || list.isTuple()) {
      throw Refusal.malformed(file, "it appends to something that is no list");
    }
    items.forEach(list::add);
  }

  private void putAll(List<PickleValue> pairs) {
    if (!(stack.top() instanceof Mapping mapping) || pairs.size() % 2 != 0) {
      throw Refusal.malformed(file, "it puts entries into something that is no dictionary");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      put(mapping, pairs.get(i), pairs.get(i + 1));
    }
  }

  private void put(Mapping mapping, PickleValue key, PickleValue value) {
    switch (key) {
      case Text(var text) -> mapping.put(text, value);
      case Whole(long whole) -> mapping.put(whole, value);
      case PickleValue other ->
          throw Refusal.forbidden(file, "a dictionary key that is a " + kind(other));
    }
  }

  private static String kind(PickleValue value) {
    return value.getClass().getSimpleName();
  }

  private Global stackGlobal(List<PickleValue> names) {
    if (names.get(0) instanceof Text(var module) && names.get(1) instanceof Text(var name)) {
      return global(module + " " + name);
    }
    throw Refusal.malformed(file, "a global whose name is no text");
  }

  private Global global(String name) {
    var standIn =
        StandIn.of(name).orElseThrow(() -> Refusal.forbidden(file, "the global '" + name + "'"));
    return new Global(name, standIn);
  }

  private void construct(List<PickleValue> callAndArguments) {
    if (callAndArguments.get(0) instanceof Global global
        && callAndArguments.get(1) instanceof Sequence arguments
        && arguments.isTuple()) {
      push(constructor.build(global, arguments.items()));
      return;
    }
    throw Refusal.forbidden(file, "a call of something that is no known class");
  }

  /// A state for an inert record; a dictionary's attributes (torch keeps versions there) are
  /// dropped.
  private void build(PickleValue state) {
    switch (stack.top()) {
      case Inert inert -> inert.state(state);
      case Mapping _ when state instanceof Mapping -> {}
      case PickleValue other ->
          throw Refusal.forbidden(file, "a state for something that has none: " + kind(other));
    }
  }

  /// torch's persistent id: `('storage', type, key, device, element count)`.
  private StorageRef storage(PickleValue id) {
    if (id instanceof Sequence tuple
        && tuple.items().size() == 5
        && tuple.items().get(0) instanceof Text(var tag)
        && tag.equals("storage")
        && tuple.items().get(1) instanceof Global(_, StandIn.StorageType(var element))
        && tuple.items().get(2) instanceof Text(var key)
        && tuple.items().get(4) instanceof Whole(long count)) {
      return new StorageRef(element, key, count);
    }
    throw Refusal.forbidden(file, "a persistent id that names no storage");
  }

  private void refuse(Opcode opcode) {
    throw Refusal.forbidden(file, "the opcode " + opcode + " before byte " + in.position());
  }
}
