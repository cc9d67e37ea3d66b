package kz.qupiya.otherrequest;

import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.Channel;
import kz.qupiya.operator.OperatorKey;

/** Takes claims in, which are cases of a kind of their own. Implemented by the module that handles them. */
public interface ClaimDesk {

    /**
     * Opens the case of a claim and starts its process.
     *
     * @param by      who hands it in
     * @param through the channel that counts when the claim names none
     * @throws kz.qupiya.problem.InvalidInputException naming every bad field; nothing is stored then
     */
    CaseFile open(OperatorKey operator, NewClaim claim, Actor by, Channel through);
}
