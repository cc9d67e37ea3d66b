package kz.qupiya.security;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.SessionManagementConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

/**
 * Everything that listens on HTTP, chain by chain. Whatever no chain knows ends in the last one, which lets nobody in: 401 without
 * credentials, 403 with.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityChains {

    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    private static final String OWN_PAGES =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    private static final String PUBLIC_FORM =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Answers answers;
    private final AuthenticationManager basic;
    private final SessionLogin session;
    private final @Nullable AuthenticationManager tokens;
    private final SecuritySettings settings;

    SecurityChains(
            Answers answers,
            BasicLogin basic,
            ProcessEngine engine,
            Directory directory,
            SecuritySettings settings,
            ObjectProvider<JwtDecoder> decoder) {
        this.answers = answers;
        this.basic = new ProviderManager(basic);
        this.session = new SessionLogin(engine, directory);
        this.settings = settings;
        this.tokens = tokens(decoder.getIfAvailable(), settings);
    }

    private static @Nullable AuthenticationManager tokens(@Nullable JwtDecoder decoder, SecuritySettings settings) {
        if (decoder == null) {
            return null;
        }
        var provider = new JwtAuthenticationProvider(decoder);
        provider.setJwtAuthenticationConverter(new TokenLogin(settings.jwt()));
        return new ProviderManager(provider);
    }

    @Bean
    @Order(1)
    SecurityFilterChain engineRestChain(
            HttpSecurity http, IdentityService identity, Directory directory, Access access, HiddenTraces hidden)
            throws Exception {
        var rules = new EngineRestRules(settings.startable());
        common(http, NOTHING)
                .securityMatcher(Addresses::isEngineRest)
                .httpBasic(basic -> basic.authenticationEntryPoint(answers))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .anyRequest()
                                .access((caller, context) -> new AuthorizationDecision(
                                        isCaller(caller) && rules.allows(context.getRequest()))))
                .addFilterAfter(new CrossSiteCheck(answers), AuthorizationFilter.class)
                .addFilterAfter(new EngineRestStart(rules, access, answers), CrossSiteCheck.class)
                .addFilterAfter(new HiddenCaseFilter(hidden, answers), EngineRestStart.class)
                .addFilterAfter(new EngineSession(identity, directory), HiddenCaseFilter.class);
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain webappChain(
            HttpSecurity http,
            LoginGuard guard,
            TaskHolders holders,
            OperatorLists lists,
            HiddenTraces hidden,
            ProcessEngine engine)
            throws Exception {
        http.securityMatcher(withDefaults().matcher(WebappRules.ROOT + "/**"));
        // The web applications check their own CSRF token and set their own content security policy.
        base(http)
                .headers(headers -> headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable))
                .addFilterBefore(session, BasicAuthenticationFilter.class)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .anyRequest()
                                .access(SecurityChains::webappDecision))
                .addFilterAfter(new LateLookers(), AuthorizationFilter.class)
                .addFilterAfter(new WebappWrites(answers, guard, holders), LateLookers.class)
                .addFilterAfter(new HiddenCaseFilter(hidden, answers), WebappWrites.class)
                .addFilterAfter(lists.beforeLists(), HiddenCaseFilter.class)
                .addFilterAfter(
                        new WebappReads(
                                engine.getProcessEngineConfiguration()
                                                instanceof ProcessEngineConfigurationImpl settings
                                        ? settings.getQueryMaxResultsLimit()
                                        : Integer.MAX_VALUE),
                        HiddenCaseFilter.class);
        return http.build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain apiChain(HttpSecurity http) throws Exception {
        http.securityMatcher(withDefaults().matcher("/api/**"));
        everyWayOfLogin(common(http, NOTHING))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR)
                        .permitAll()
                        // What a system or a recipient of data sends carries a signature under its secret, checked by
                        // the controller.
                        .requestMatchers(
                                withDefaults()
                                        .matcher(
                                                HttpMethod.POST,
                                                "/api/v1/operators/{operator}/systems/{system}/answers"),
                                withDefaults()
                                        .matcher(
                                                HttpMethod.POST,
                                                "/api/v1/operators/{operator}/notices/{id}/acknowledgement"))
                        .permitAll()
                        .anyRequest()
                        .access(callers()))
                .addFilterAfter(new CrossSiteCheck(answers), AuthorizationFilter.class)
                .addFilterAfter(new BodyLimit(answers), CrossSiteCheck.class);
        return http.build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain docsChain(HttpSecurity http) throws Exception {
        var paths = withDefaults();
        http.securityMatcher(new OrRequestMatcher(
                paths.matcher("/v3/api-docs/**"),
                paths.matcher("/v3/api-docs.yaml"),
                paths.matcher("/swagger-ui"),
                paths.matcher("/swagger-ui.html"),
                paths.matcher("/swagger-ui/**")));
        everyWayOfLogin(common(http, OWN_PAGES)).authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                        DispatcherType.ASYNC, DispatcherType.ERROR)
                .permitAll()
                .requestMatchers(paths.matcher(HttpMethod.GET, "/**"))
                .access(callers())
                .anyRequest()
                .denyAll());
        return http.build();
    }

    @Bean
    @Order(5)
    SecurityFilterChain actuatorChain(HttpSecurity http) throws Exception {
        var paths = withDefaults();
        var watching = Set.of(Role.MANAGER, Role.ADMIN);
        http.securityMatcher(withDefaults().matcher("/actuator/**"));
        everyWayOfLogin(common(http, NOTHING))
                .addFilterBefore(new ScrapeLogin(settings.scrapeToken()), SessionLogin.class)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(
                                paths.matcher(HttpMethod.GET, "/actuator/health"),
                                paths.matcher(HttpMethod.GET, "/actuator/health/liveness"),
                                paths.matcher(HttpMethod.GET, "/actuator/health/readiness"))
                        .permitAll()
                        .requestMatchers(paths.matcher(HttpMethod.GET, "/actuator/prometheus"))
                        .access((caller, context) -> new AuthorizationDecision(caller.get()
                                        instanceof CallerAuthentication known
                                && (known.way() == CallerAuthentication.Way.SCRAPE
                                        || known.caller().roles().stream().anyMatch(watching::contains))))
                        .requestMatchers(
                                paths.matcher(HttpMethod.GET, "/actuator/info"),
                                paths.matcher(HttpMethod.GET, "/actuator/metrics/**"))
                        .hasAnyAuthority(Role.MANAGER.name(), Role.ADMIN.name())
                        .anyRequest()
                        .denyAll());
        return http.build();
    }

    /** The public web form: exactly its pages, for anybody, without a session or a cookie. Its controller checks the signed token of each form. */
    @Bean
    @Order(6)
    SecurityFilterChain publicFormChain(HttpSecurity http) throws Exception {
        var paths = withDefaults();
        http.securityMatcher(withDefaults().matcher("/request/**"));
        common(http, PUBLIC_FORM)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(
                                        paths.matcher(HttpMethod.GET, "/request/{operator}"),
                                        paths.matcher(HttpMethod.POST, "/request/{operator}"),
                                        paths.matcher(HttpMethod.GET, "/request/{operator}/status"),
                                        paths.matcher(HttpMethod.POST, "/request/{operator}/status"),
                                        paths.matcher(HttpMethod.POST, "/request/{operator}/code"),
                                        paths.matcher(HttpMethod.POST, "/request/{operator}/proof"))
                                .permitAll()
                                .anyRequest()
                                .denyAll())
                .addFilterAfter(new CrossSiteCheck(answers), AuthorizationFilter.class);
        return http.build();
    }

    /** The page on which somebody answers a notice: for anybody, without a session or a cookie; what it takes names a person by a code that nobody can guess. */
    @Bean
    @Order(7)
    SecurityFilterChain noticePageChain(HttpSecurity http) throws Exception {
        var paths = withDefaults();
        http.securityMatcher(new OrRequestMatcher(
                withDefaults().matcher("/notice"), withDefaults().matcher("/notice/**")));
        common(http, PUBLIC_FORM)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(
                                        paths.matcher(HttpMethod.GET, "/notice"),
                                        paths.matcher(HttpMethod.POST, "/notice"),
                                        paths.matcher(HttpMethod.GET, "/notice/{code}"))
                                .permitAll()
                                .anyRequest()
                                .denyAll())
                .addFilterAfter(new CrossSiteCheck(answers), AuthorizationFilter.class);
        return http.build();
    }

    @Bean
    @Order(100)
    SecurityFilterChain lastChain(HttpSecurity http) throws Exception {
        var paths = withDefaults();
        everyWayOfLogin(common(http, OWN_PAGES)).authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                        DispatcherType.ASYNC, DispatcherType.ERROR)
                .permitAll()
                // Redirects to the web applications.
                .requestMatchers(paths.matcher(HttpMethod.GET, "/"))
                .permitAll()
                // Scripts and texts of our plugins, the same for everyone; the log-in page loads them too.
                .requestMatchers(
                        paths.matcher(HttpMethod.GET, "/ui/**"),
                        // The libraries of Cockpit's pages; nothing else that lies in a jar.
                        paths.matcher(HttpMethod.GET, "/webjars/chart.js/**"),
                        paths.matcher(HttpMethod.GET, "/webjars/bpmn-visualization/**"))
                .permitAll()
                .anyRequest()
                .denyAll());
        return http.build();
    }

    @Bean
    RejectedRequests rejectedRequests() {
        return new RejectedRequests(answers, basic);
    }

    @Bean
    FilterRegistrationBean<CrookedAddresses> crookedAddresses(RejectedRequests rejected) {
        var registration = new FilterRegistrationBean<>(new CrookedAddresses(rejected));
        registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER - 1);
        return registration;
    }

    private HttpSecurity base(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                // The web applications keep the session, and make a new one at log-in. Spring's guard against fixation
                // would
                // give it a new id at each call; of two calls at a time, one would come with an id that is gone.
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS)
                        .sessionFixation(SessionManagementConfigurer.SessionFixationConfigurer::none))
                .authenticationManager(basic)
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(answers).accessDeniedHandler(answers));
    }

    private HttpSecurity common(HttpSecurity http, String contentSecurityPolicy) throws Exception {
        return base(http).headers(headers -> headers.contentSecurityPolicy(
                        policy -> policy.policyDirectives(contentSecurityPolicy))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN)));
    }

    private HttpSecurity everyWayOfLogin(HttpSecurity http) throws Exception {
        http.httpBasic(basic -> basic.authenticationEntryPoint(answers))
                .addFilterBefore(session, BasicAuthenticationFilter.class);
        if (tokens != null) {
            http.oauth2ResourceServer(server -> server.jwt(jwt -> jwt.authenticationManager(tokens))
                    .authenticationEntryPoint(answers)
                    .accessDeniedHandler(answers));
        }
        return http;
    }

    private static AuthorizationManager<RequestAuthorizationContext> callers() {
        return (caller, context) -> new AuthorizationDecision(isCaller(caller));
    }

    private static boolean isCaller(Supplier<Authentication> caller) {
        return caller.get() instanceof CallerAuthentication known && known.way() != CallerAuthentication.Way.SCRAPE;
    }

    private static AuthorizationDecision webappDecision(
            Supplier<Authentication> caller, RequestAuthorizationContext context) {
        HttpServletRequest request = context.getRequest();
        var path = request.getRequestURI().substring(request.getContextPath().length());
        var known = caller.get() instanceof CallerAuthentication authentication ? authentication.caller() : null;
        var verdict = WebappRules.decide(
                request.getMethod(), path, known == null ? Set.of() : known.roles(), known == null ? "" : known.id());
        return new AuthorizationDecision(verdict != WebappRules.Verdict.DENIED);
    }
}
