package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.onnx.CodedOperators.Coded;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Value;
import voxcrate.bundler.convert.onnx.Value.Kind;

/// The vectors of all tokens: the decoder begins with those of the text, and ends by holding what
/// comes out against all of them.
sealed interface TokenTable {
  /// @param tokens batch × places
  /// @return batch × places × width
  Value embedded(String name, Value tokens);

  /// @param x batch × places × width
  /// @return batch × places × vocabulary
  Value scores(String name, Value x);

  /// Of numbers as they are stored. Only the few rows that are needed are brought to another kind
  /// before a text begins.
  ///
  /// @param vectors vocabulary × width
  record Stored(Value vectors, Kind kind, Operators operators) implements TokenTable {
    @Override
    public Value embedded(String name, Value tokens) {
      return operators.as(name, operators.rows(name + ".stored", vectors, tokens), kind);
    }

    @Override
    public Value scores(String name, Value x) {
      var all = operators.as(name + ".vectors", vectors, kind);
      return operators.linearAsStored(name, x, all);
    }
  }

  /// Of numbers of 8 bits.
  ///
  /// @param vectors width × vocabulary
  record InCodes(Coded vectors, CodedLayers layers) implements TokenTable {
    @Override
    public Value embedded(String name, Value tokens) {
      return layers.rows(name, vectors, tokens);
    }

    @Override
    public Value scores(String name, Value x) {
      return layers.linear(name, x, vectors);
    }
  }
}
