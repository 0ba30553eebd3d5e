package dev.vernier.quant;

/// One property of a [QSpec] that a qconfig sets, under its key.
public sealed interface Setting {
    /// The word of a qconfig file.
    String key();

    /// The value as a qconfig file shows it.
    String text();

    /// The spec with this property.
    QSpec in(QSpec spec);

    /// @param type `dtype`
    record Dtype(CodeType type) implements Setting {
        @Override
        public String key() {
            return "dtype";
        }

        @Override
        public String text() {
            return Keywords.of(type);
        }

        @Override
        public QSpec in(QSpec spec) {
            return new QSpec(type, spec.symmetry(), spec.granularity(), spec.range(), spec.reduceRange(),
                    spec.narrowRange(), spec.powerOfTwo());
        }
    }

    /// @param symmetry `scheme`
    record Zero(Symmetry symmetry) implements Setting {
        @Override
        public String key() {
            return "scheme";
        }

        @Override
        public String text() {
            return Keywords.of(symmetry);
        }

        @Override
        public QSpec in(QSpec spec) {
            return new QSpec(spec.dtype(), symmetry, spec.granularity(), spec.range(), spec.reduceRange(),
                    spec.narrowRange(), spec.powerOfTwo());
        }
    }

    /// @param granularity `granularity`
    record Grain(Granularity granularity) implements Setting {
        @Override
        public String key() {
            return "granularity";
        }

        @Override
        public String text() {
            return Keywords.of(granularity);
        }

        @Override
        public QSpec in(QSpec spec) {
            return new QSpec(spec.dtype(), spec.symmetry(), granularity, spec.range(), spec.reduceRange(),
                    spec.narrowRange(), spec.powerOfTwo());
        }
    }

    /// @param rule `range`
    record Covering(RangeRule rule) implements Setting {
        @Override
        public String key() {
            return "range";
        }

        @Override
        public String text() {
            return rule.toString();
        }

        @Override
        public QSpec in(QSpec spec) {
            return new QSpec(spec.dtype(), spec.symmetry(), spec.granularity(), rule, spec.reduceRange(),
                    spec.narrowRange(), spec.powerOfTwo());
        }
    }

    /// @param on `reduce_range`
    record ReduceRange(boolean on) implements Setting {
        @Override
        public String key() {
            return "reduce_range";
        }

        @Override
        public String text() {
            return Boolean.toString(on);
        }

        @Override
        public QSpec in(QSpec spec) {
            return new QSpec(spec.dtype(), spec.symmetry(), spec.granularity(), spec.range(), on, spec.narrowRange(),
                    spec.powerOfTwo());
        }
    }

    /// @param on `narrow_range`
    record NarrowRange(boolean on) implements Setting {
        @Override
        public String key() {
            return "narrow_range";
        }

        @Override
        public String text() {
            return Boolean.toString(on);
        }

        @Override
        public QSpec in(QSpec spec) {
            return new QSpec(spec.dtype(), spec.symmetry(), spec.granularity(), spec.range(), spec.reduceRange(), on,
                    spec.powerOfTwo());
        }
    }

    /// @param on `power_of_two`
    record PowerOfTwo(boolean on) implements Setting {
        @Override
        public String key() {
            return "power_of_two";
        }

        @Override
        public String text() {
            return Boolean.toString(on);
        }

        @Override
        public QSpec in(QSpec spec) {
            return new QSpec(spec.dtype(), spec.symmetry(), spec.granularity(), spec.range(), spec.reduceRange(),
                    spec.narrowRange(), on);
        }
    }
}
