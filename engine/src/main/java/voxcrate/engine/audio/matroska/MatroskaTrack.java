package voxcrate.engine.audio.matroska;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.stream.RecordingInput;

/// One track with sound, as the head of the file describes it (RFC 9559, 5.1.4).
final class MatroskaTrack {
  private static final int SOUND = 2;
  /// With the titles and pictures that Vorbis keeps in its head.
  private static final int MAX_PRIVATE_BYTES = 1 << 24;

  /// What all packets of a codec begin with: two to four bytes in files that people make.
  private static final int MAX_STRIPPED_BYTES = 255;

  private static final int STRIPPED_HEAD = 3;
  private static final int MAX_CHANNELS = 64;

  private int number;
  private int type;
  private String codec = "";
  private @Nullable Element codecPrivate;
  private long delayNanos;
  private String language = "";
  private double sampleRate = 8_000;
  private int channels = 1;
  private int bits = 16;
  private boolean encrypted;
  private boolean compressed;
  private boolean oddlyCompressed;
  private byte[] strippedHead = {};

  static MatroskaTrack read(RecordingInput in, Element track) throws IOException {
    var read = new MatroskaTrack();
    read.take(in, track, 0);
    return read;
  }

  /// @param depth of nested elements; lawful files have three
  private void take(RecordingInput in, Element parent, int depth) throws IOException {
    in.position(parent.from());
    while (in.position() < parent.to() && depth <= 3) {
      var child = Element.next(in);
      if (child.isEmpty() || child.get().to() > parent.to()) {
        return;
      }
      takeChild(in, child.get(), depth);
      in.position(child.get().to());
    }
  }

  private void takeChild(RecordingInput in, Element child, int depth) throws IOException {
    switch (child.id()) {
      case Element.TRACK_NUMBER -> number = (int) child.unsigned(in);
      case Element.TRACK_TYPE -> type = (int) child.unsigned(in);
      case Element.CODEC -> codec = child.text(in);
      case Element.CODEC_PRIVATE -> codecPrivate = child;
      case Element.CODEC_DELAY -> delayNanos = child.unsigned(in);
      case Element.LANGUAGE, Element.LANGUAGE_BCP47 -> language = child.text(in);
      case Element.SAMPLE_RATE -> sampleRate = child.real(in);
      case Element.CHANNELS -> channels = (int) Math.min(MAX_CHANNELS + 1, child.unsigned(in));
      case Element.BITS -> bits = (int) Math.min(64, child.unsigned(in));
      case Element.ENCRYPTION -> encrypted = true;
      case Element.COMPRESSION -> {
        compressed = true;
        take(in, child, depth + 1);
      }
      case Element.COMPRESSION_KIND -> compressed = child.unsigned(in) != STRIPPED_HEAD;
      case Element.COMPRESSION_SETTINGS -> takeStrippedHead(in, child);
      case Element.AUDIO, Element.ENCODINGS, Element.ENCODING -> take(in, child, depth + 1);
      default -> {
        // Names, pictures' sizes and the like.
      }
    }
  }

  /// One too long makes a track that is not decoded; tracks of pictures are none of our business.
  private void takeStrippedHead(RecordingInput in, Element settings) throws IOException {
    boolean isShort = settings.to() - settings.from() <= MAX_STRIPPED_BYTES;
    strippedHead = isShort ? settings.bytes(in, MAX_STRIPPED_BYTES) : strippedHead;
    oddlyCompressed |= !isShort;
  }

  boolean isSound() {
    return type == SOUND;
  }

  int number() {
    return number;
  }

  String codec() {
    return codec;
  }

  /// What the codec says about itself; nothing where it does not. It stays in the file until it is
  /// asked for: a hundred tracks may have one each.
  byte[] codecPrivate(RecordingInput in) throws IOException {
    return codecPrivate == null ? new byte[0] : codecPrivate.bytes(in, MAX_PRIVATE_BYTES);
  }

  long delayNanos() {
    return delayNanos;
  }

  String language() {
    return language;
  }

  int sampleRate() {
    return (int) Math.round(sampleRate);
  }

  int channels() {
    return channels;
  }

  int bits() {
    return bits;
  }

  boolean isEncrypted() {
    return encrypted;
  }

  /// By an algorithm that is not undone here.
  boolean isCompressed() {
    return compressed || oddlyCompressed;
  }

  /// Puts back what all packets begin with and the writer left out. One without content stays so.
  byte[] whole(byte[] packet) {
    if (strippedHead.length == 0 || packet.length == 0) {
      return packet;
    }
    var whole = Arrays.copyOf(strippedHead, strippedHead.length + packet.length);
    System.arraycopy(packet, 0, whole, strippedHead.length, packet.length);
    return whole;
  }
}
