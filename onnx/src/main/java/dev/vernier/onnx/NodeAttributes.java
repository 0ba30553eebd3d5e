package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node's attributes, each of which is to be asked for once: what nobody asked for is not understood.
final class NodeAttributes {
    private final Map<String, AttributeProto> unread = new LinkedHashMap<>();

    /// @throws IllegalArgumentException where an attribute stands there twice
    NodeAttributes(NodeProto node) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (unread.put(attribute.getName(), attribute) != null) {
                throw new IllegalArgumentException("attribute " + attribute.getName() + " twice, needed once");
            }
        }
    }

    private Optional<AttributeProto> take(String name, AttributeType needed) {
        Optional<AttributeProto> attribute = Optional.ofNullable(unread.remove(name));
        attribute.filter(present -> present.getType() != needed || present.hasRefAttrName()).ifPresent(wrong -> {
            throw new IllegalArgumentException(
                    "attribute " + name + " of type " + wrong.getType() + ", needed " + needed);
        });
        return attribute;
    }

    int integer(String name, int absent) {
        return take(name, AttributeType.INT).map(attribute -> toInt(name, attribute.getI())).orElse(absent);
    }

    int integer(String name) {
        return take(name, AttributeType.INT).map(attribute -> toInt(name, attribute.getI()))
                .orElseThrow(() -> absent(name));
    }

    Optional<Long> wide(String name) {
        return take(name, AttributeType.INT).map(AttributeProto::getI);
    }

    boolean flag(String name, boolean absent) {
        return integer(name, absent ? 1 : 0) != 0;
    }

    float number(String name, float absent) {
        return findNumber(name).orElse(absent);
    }

    Optional<Float> findNumber(String name) {
        return take(name, AttributeType.FLOAT).map(AttributeProto::getF);
    }

    /// Numbers as a vector of float32.
    Optional<Tensor> floats(String name) {
        return take(name, AttributeType.FLOATS).map(attribute -> {
            float[] floats = new float[attribute.getFloatsCount()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = attribute.getFloats(i);
            }
            return Tensor.of(Shape.of(floats.length), floats);
        });
    }

    String word(String name, String absent) {
        return take(name, AttributeType.STRING).map(attribute -> attribute.getS().toStringUtf8()).orElse(absent);
    }

    Optional<List<Integer>> integers(String name) {
        return take(name, AttributeType.INTS).map(attribute -> {
            List<Integer> narrow = new ArrayList<>(attribute.getIntsCount());
            attribute.getIntsList().forEach(value -> narrow.add(toInt(name, value)));
            return narrow;
        });
    }

    /// Integers as a vector of int64.
    Optional<Tensor> vector(String name) {
        return take(name, AttributeType.INTS).map(
                attribute -> Tensor.vector(attribute.getIntsList().stream().mapToLong(Long::longValue).toArray()));
    }

    Optional<TensorProto> tensor(String name) {
        return take(name, AttributeType.TENSOR).map(AttributeProto::getT);
    }

    /// This, where attributes that change nothing here count as read.
    NodeAttributes ignore(String... names) {
        for (String name : names) {
            unread.remove(name);
        }
        return this;
    }

    /// This, after checking an attribute that only has one supported value, which it also has where it is absent.
    ///
    /// @throws IllegalArgumentException where it has another one
    NodeAttributes require(String name, int needed) {
        return require(name, integer(name, needed), needed);
    }

    /// The same of a word.
    NodeAttributes require(String name, String needed) {
        return require(name, word(name, needed), needed);
    }

    private NodeAttributes require(String name, Object value, Object needed) {
        if (!value.equals(needed)) {
            throw new IllegalArgumentException(name + " = " + value + ", needed " + needed);
        }
        return this;
    }

    /// @throws IllegalArgumentException where attributes are left that nobody asked for
    void requireAllRead() {
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException("unknown attribute " + String.join(", ", unread.keySet()));
        }
    }

    private static int toInt(String name, long value) {
        if (value != (int) value) {
            throw new IllegalArgumentException(name + " = " + value + ", needed a 32-bit integer");
        }
        return (int) value;
    }

    static IllegalArgumentException absent(String name) {
        return new IllegalArgumentException("attribute " + name + " is absent, needed one");
    }
}
