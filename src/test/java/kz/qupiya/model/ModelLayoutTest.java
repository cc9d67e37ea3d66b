package kz.qupiya.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kz.qupiya.model.Models.Model;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.camunda.bpm.model.bpmn.instance.di.Waypoint;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model is a picture that a lawyer must be able to read: no lint sees an arrow that runs through a box. */
@DisplayName("The picture of a model")
class ModelLayoutTest {

    static List<Model> models() {
        return Models.all();
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("has a shape of standard size for each node, and an edge for each flow")
    void shapes(Model model) {
        var shapes = shapes(model.bpmn().getModelElementsByType(BpmnShape.class));
        var nodes = model.bpmn().getModelElementsByType(FlowNode.class);
        assertThat(nodes).hasSizeGreaterThan(3);
        for (var node : nodes) {
            assertThat(shapes).as("shape of " + node.getId()).containsKey(node.getId());
            var box = shapes.get(node.getId());
            if (node instanceof SubProcess) {
                continue;
            }
            if (node instanceof Activity) {
                assertThat(List.of(box.w, box.h)).as(node.getId()).isEqualTo(List.of(100.0, 80.0));
            } else if (node instanceof Gateway) {
                assertThat(List.of(box.w, box.h)).as(node.getId()).isEqualTo(List.of(50.0, 50.0));
            } else if (node instanceof Event) {
                assertThat(List.of(box.w, box.h)).as(node.getId()).isEqualTo(List.of(36.0, 36.0));
            }
        }
        var edges = edges(model);
        for (var flow : model.bpmn().getModelElementsByType(SequenceFlow.class)) {
            assertThat(edges).as("edge of " + flow.getId()).containsKey(flow.getId());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("has no two shapes over each other")
    void overlaps(Model model) {
        var shapes = new ArrayList<>(
                shapes(model.bpmn().getModelElementsByType(BpmnShape.class)).values());
        var hosts = hosts(model);
        for (int i = 0; i < shapes.size(); i++) {
            for (int j = i + 1; j < shapes.size(); j++) {
                var a = shapes.get(i);
                var b = shapes.get(j);
                var attached = a.id.equals(hosts.get(b.id)) || b.id.equals(hosts.get(a.id));
                assertThat(!attached && a.meets(b)).as(a.id + " over " + b.id).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("has edges that run straight, start and end at their nodes, and cross no foreign shape")
    void edges_(Model model) {
        var shapes = shapes(model.bpmn().getModelElementsByType(BpmnShape.class));
        var hosts = hosts(model);
        var edges = edges(model);
        assertThat(edges).hasSizeGreaterThan(3);
        for (var flow : model.bpmn().getModelElementsByType(SequenceFlow.class)) {
            var points = edges.get(flow.getId());
            var source = shapes.get(flow.getSource().getId());
            var target = shapes.get(flow.getTarget().getId());
            assertThat(source.touches(points.get(0)))
                    .as(flow.getId() + " starts at its source")
                    .isTrue();
            assertThat(target.touches(points.get(points.size() - 1)))
                    .as(flow.getId() + " ends at its target")
                    .isTrue();
            assertThat(points.get(0)[0])
                    .as(flow.getId() + " leaves on the left")
                    .isGreaterThan(source.x);
            for (int i = 1; i < points.size(); i++) {
                var a = points.get(i - 1);
                var b = points.get(i);
                assertThat(a[0] == b[0] || a[1] == b[1])
                        .as(flow.getId() + " runs straight")
                        .isTrue();
                for (var shape : shapes.values()) {
                    var own = shape.id.equals(source.id)
                            || shape.id.equals(target.id)
                            || shape.id.equals(hosts.get(source.id));
                    assertThat(!own && shape.crossed(a, b))
                            .as(flow.getId() + " through " + shape.id)
                            .isFalse();
                }
            }
        }
    }

    private static Map<String, Box> shapes(Iterable<BpmnShape> all) {
        Map<String, Box> shapes = new HashMap<>();
        for (var shape : all) {
            Bounds bounds = shape.getBounds();
            var id = shape.getBpmnElement().getId();
            shapes.put(id, new Box(id, bounds.getX(), bounds.getY(), bounds.getWidth(), bounds.getHeight()));
        }
        return shapes;
    }

    private static Map<String, List<double[]>> edges(Model model) {
        Map<String, List<double[]>> edges = new HashMap<>();
        for (var edge : model.bpmn().getModelElementsByType(BpmnEdge.class)) {
            List<double[]> points = new ArrayList<>();
            for (Waypoint point : edge.getWaypoints()) {
                points.add(new double[] {point.getX(), point.getY()});
            }
            edges.put(edge.getBpmnElement().getId(), points);
        }
        return edges;
    }

    private static Map<String, String> hosts(Model model) {
        Map<String, String> hosts = new HashMap<>();
        model.bpmn()
                .getModelElementsByType(BoundaryEvent.class)
                .forEach(event -> hosts.put(event.getId(), event.getAttachedTo().getId()));
        return hosts;
    }

    private record Box(String id, double x, double y, double w, double h) {

        boolean meets(Box other) {
            return x < other.x + other.w && other.x < x + w && y < other.y + other.h && other.y < y + h;
        }

        boolean touches(double[] point) {
            return point[0] >= x && point[0] <= x + w && point[1] >= y && point[1] <= y + h;
        }

        boolean crossed(double[] a, double[] b) {
            return Math.min(a[0], b[0]) < x + w
                    && Math.max(a[0], b[0]) > x
                    && Math.min(a[1], b[1]) < y + h
                    && Math.max(a[1], b[1]) > y;
        }
    }
}
