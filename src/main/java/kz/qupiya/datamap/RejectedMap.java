package kz.qupiya.datamap;

import java.util.List;

/**
 * An operator that does not start because of its data map.
 *
 * @param operator name of the folder the map lies in
 */
public record RejectedMap(String operator, List<MapFault> faults) {

    public RejectedMap {
        faults = List.copyOf(faults);
    }
}
