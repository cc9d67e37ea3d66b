package kz.qupiya.engine;

/** Names of the variables by which a start over engine REST hands in its request. */
public final class Intake {

    /** Key of the operator whose case it is. */
    public static final String OPERATOR = "operator";

    /** The JSON body of the request; personal data, taken out in the start listener and never stored. */
    public static final String INTAKE = "intake";

    private Intake() {}

    static boolean isIntake(String variable) {
        return INTAKE.equals(variable);
    }
}
