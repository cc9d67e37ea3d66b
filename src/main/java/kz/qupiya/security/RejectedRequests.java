package kz.qupiya.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * Answers requests whose address the firewall finds crooked: double slashes, parameters in the path, encoded slashes. 400; but for
 * spellings of engine REST what every address off its list gets: 401 without credentials, 403 with.
 */
final class RejectedRequests implements RequestRejectedHandler {

    private final Answers answers;
    private final AuthenticationManager basic;
    private final BasicAuthenticationConverter credentials = new BasicAuthenticationConverter();

    RejectedRequests(Answers answers, AuthenticationManager basic) {
        this.answers = answers;
        this.basic = basic;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException e)
            throws IOException {
        if (!Addresses.isEngineRest(request)) {
            answers.status(request, response, HttpStatus.BAD_REQUEST);
            return;
        }
        try {
            var attempt = credentials.convert(request);
            if (attempt == null) {
                throw new InsufficientAuthenticationException("no credentials");
            }
            basic.authenticate(attempt);
            answers.handle(request, response, new AccessDeniedException("not on the list"));
        } catch (AuthenticationException refused) {
            answers.commence(request, response, refused);
        }
    }
}
