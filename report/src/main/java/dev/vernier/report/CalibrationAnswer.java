package dev.vernier.report;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.TensorConvergence;
import dev.vernier.convert.Convergence;
import java.util.List;

/// What calibration saw, as JSON.
///
/// @param n samples
/// @param observer `minmax` or `histogram`
/// @param qconfig with the range rule; null where it is not known
/// @param data null where it is not known
/// @param seconds null where it is not known
/// @param settling null where it is not known
/// @param halves what each half of the samples showed
public record CalibrationAnswer(long n, String fingerprint, String observer, String qconfig, String data,
        Double seconds, SettlingAnswer settling, List<SplitHalvesAnswer> halves) {
    /// Whether the ranges had settled.
    ///
    /// @param limit the movement of a scale from which on it had not
    /// @param tensors how far each moved
    public record SettlingAnswer(
            double limit, boolean settled, List<GroupAnswer> groups, List<MovementAnswer> unsettled,
            List<MovementAnswer> tensors) {
        static SettlingAnswer of(Convergence convergence) {
            List<MovementAnswer> unsettled = convergence.unsettled().stream().map(MovementAnswer::of).toList();
            return new SettlingAnswer(TensorConvergence.LIMIT, unsettled.isEmpty() && convergence.tensors() > 0,
                    convergence.groups().stream().map(GroupAnswer::of).toList(), unsettled,
                    convergence.groups().stream().flatMap(group -> group.tensors().stream()).map(MovementAnswer::of)
                            .toList());
        }
    }

    /// @param group the operator that makes the tensors
    /// @param median the median movement
    public record GroupAnswer(String group, int tensors, double median, MovementAnswer largest) {
        static GroupAnswer of(Convergence.Group group) {
            return new GroupAnswer(group.operator(), group.tensors().size(), group.median(),
                    MovementAnswer.of(group.largest()));
        }
    }

    /// @param movement the relative change of the scale when the number of samples doubled
    public record MovementAnswer(String tensor, double movement) {
        static MovementAnswer of(TensorConvergence convergence) {
            return new MovementAnswer(convergence.tensor(), convergence.movement());
        }
    }

    static CalibrationAnswer of(
            Calibration<?> calibration, String qconfig, String data, double seconds, Convergence convergence) {
        return new CalibrationAnswer(calibration.n(), calibration.fingerprint(), calibration.kind().toString(), qconfig,
                data, seconds, convergence == null ? null : SettlingAnswer.of(convergence),
                SplitHalvesAnswer.of(calibration));
    }
}
